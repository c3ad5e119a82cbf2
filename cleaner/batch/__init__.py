"""Pages by the million: `cleaner batch`. Inputs are cut into shards, shards into chunks, and processes clean chunks.

    inputs.find -> sources -> shards.chunks -> guard.Guard (a process: work.clean_chunk) -> output.Shard -> report

local.run drives that with all cores of one machine, on_ray.run on a cluster. What is read, in which order and into
which shard depends on the inputs alone, so an interrupted job goes on where it was, and ends in the same bytes.
"""
