from operator import add

LINKS = 8
DAMPING = 0.85


def prepare(sc, problem):
    pages, iterations = problem["size"]["pages"], problem["size"]["iterations"]
    partitions = problem["partitions"]
    numbers = sc.range(0, pages, numSlices=partitions)
    links = numbers.map(lambda page: (page, links_of(page, pages))).partitionBy(partitions).cache()
    links.count()

    def job():
        ranks = links.mapValues(lambda _: 1)
        for _ in range(iterations):
            handed = links.join(ranks, partitions).flatMap(hand_on)
            ranks = handed.reduceByKey(add, partitions).mapValues(lambda total: 1 - DAMPING + DAMPING * total)
        return ranks.collect()

    return job, answer


def links_of(page, pages):
    spots = ((((page * LINKS + i + 1) * 0x9E3779B1) & 0xFFFFFFFF) / 2**32 for i in range(LINKS))
    return [int(spot * spot * pages) for spot in spots]


def hand_on(page):
    _, (targets, rank) = page
    return [(target, rank / len(targets)) for target in targets]


def answer(ranks):
    return {
        "pages": len(ranks),
        "sum": sum(rank * (1 + page % 7) for page, rank in ranks),
        "most": max(rank for _, rank in ranks),
    }
