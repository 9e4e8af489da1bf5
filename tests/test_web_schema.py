"""The HTTP API keeps what its description promises: schemathesis makes requests of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from serving import serving

from kg.build import Report
from kg.web.openapi import describe


@pytest.fixture(scope="module")
def address(built: Report) -> Iterator[str]:
    """Serve the library of the seeds."""
    with serving(built.home, query_seconds="3") as server:
        yield f"http://127.0.0.1:{server.port}"


@schemathesis.openapi.from_dict(describe()).parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_answers_as_it_is_described(case: schemathesis.Case[Any], address: str) -> None:
    answer = case.call_and_validate(base_url=address)
    assert answer.status_code < 500 or answer.json()["code"] in {"query_timeout", "busy"}
