# make run     建环境、安装、建库，演示主要功能 · set up, build the library, show the main job
# make test    建环境，跑全部测试               · set up, run all tests
# make help    其余目标                         · the other targets

# 第一个够新的 Python；要用别的：make run PYTHON=python3.12
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint format docs bench clean

help:  ## 列出目标
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /	/'

run: $(VENV)/installed  ## 建环境、安装、建库，演示主要功能
	@echo; echo "〇 读种子公文 seeds/，建库"
	$(KG) build
	@echo; echo "一 读到了什么"
	$(KG) run notice-counts
	@echo; echo "二 SPARQL：任务最多的五个单位"
	$(KG) sparql 'SELECT ?单位 (COUNT(?任务) AS ?任务数) { ?任务 kg:assignedTo/rdfs:label ?单位 } GROUP BY ?单位 ORDER BY DESC(?任务数) ?单位 LIMIT 5'
	@echo; echo "三 按意思查找：公文里没有“看病”二字"
	$(KG) search 看病就医 -n 3
	@echo; echo "四 问答：附原文"
	$(KG) ask 哪个部门负责人才招聘？
	@echo; echo "五 追溯：任务 3 由谁负责、落实哪个工作重点"
	$(KG) trace 任务3
	@echo; echo "完成。接着可以自己问：$(KG) ask 市科技局有哪些任务？    全部命令：$(KG) --help"

test: $(VENV)/installed-dev  ## 建环境，跑全部测试
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/installed-dev  ## ruff 与 mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/installed-dev  ## 按 ruff 的格式改写
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/installed-dev  ## 重新生成文档：命令、查询、词汇，以及文中例子的输出
	$(BIN)/python -m kg.cli.reference > docs/cli.md
	$(BIN)/python -m kg.rdf.queries > docs/queries.md
	$(BIN)/python -m kg.rdf.vocabulary > docs/vocabulary.md
	$(BIN)/python docs/examples.py README.md README.en.md docs/*.md

bench: $(VENV)/installed-dev  ## 跑 benchmarks/
	for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:  ## 删除环境、库和缓存
	rm -rf $(VENV) library dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# 装好就留一个空文件，下次不再装；依赖有变就重装。
$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/created
	@echo "安装依赖（第一次要几分钟，主要是下载 PyTorch）……"
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install -c constraints.txt -e '.[test,lint]'
	@touch $@

$(VENV)/created:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新的版本，这里没有找到。请先安装，或指明：make run PYTHON=…" >&2; exit 3; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本，$(PYTHON) 不是。" >&2; exit 3; }
	$(PYTHON) -m venv $(VENV)
	@touch $@
