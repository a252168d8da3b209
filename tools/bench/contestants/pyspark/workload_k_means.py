from noise import noise

DIMENSIONS = 4
CLUSTERS = 10


def prepare(sc, problem):
    count, iterations = problem["size"]["points"], problem["size"]["iterations"]
    partitions = problem["partitions"]
    points = sc.range(0, count, numSlices=partitions).map(point_at).cache()
    points.count()

    def job():
        centres = [point_at(i * 97) for i in range(CLUSTERS)]
        for _ in range(iterations):
            now = centres
            pairs = points.map(lambda point: (nearest(point, now), (1, point)))
            members = pairs.reduceByKey(add_members, partitions).collect()
            centres = list(centres)
            for cluster, (n, total) in members:
                centres[cluster] = [x / n for x in total]
        return centres

    return job, lambda centres: {
        f"c{c}.{i}": x for c, centre in enumerate(centres) for i, x in enumerate(centre)
    }


def point_at(index):
    return [noise(index * DIMENSIONS + i) for i in range(DIMENSIONS)]


def nearest(point, centres):
    best, least = 0, float("inf")
    for c, centre in enumerate(centres):
        distance = 0
        for i in range(DIMENSIONS):
            distance += (point[i] - centre[i]) ** 2
        if distance < least:
            best, least = c, distance
    return best


def add_members(a, b):
    return a[0] + b[0], [x + y for x, y in zip(a[1], b[1])]
