MASK = (1 << 64) - 1


def prepare(sc, problem):
    partitions = problem["partitions"]
    each = problem["size"]["samples"] // partitions

    def job():
        seeds = sc.parallelize(range(partitions), partitions)
        return seeds.map(lambda seed: count_hits(seed, each)).reduce(lambda a, b: a + b)

    return job, lambda hits: {"hits": hits}


def count_hits(seed, samples):
    state = (seed * 6364136223846793005 + 1442695040888963407) & MASK
    hits = 0
    for _ in range(samples):
        state ^= (state << 13) & MASK
        state ^= state >> 7
        state ^= (state << 17) & MASK
        x = (state & 0xFFFF) / 65535
        state ^= (state << 13) & MASK
        state ^= state >> 7
        state ^= (state << 17) & MASK
        y = (state & 0xFFFF) / 65535
        if x * x + y * y <= 1:
            hits += 1
    return hits
