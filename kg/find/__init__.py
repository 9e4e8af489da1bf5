"""What a notice says beside its structure; `kg.find.facts` finds it all."""
