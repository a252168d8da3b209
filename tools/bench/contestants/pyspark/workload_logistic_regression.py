from math import exp

from noise import noise

FEATURES = 10


def prepare(sc, problem):
    count, iterations = problem["size"]["points"], problem["size"]["iterations"]
    points = sc.range(0, count, numSlices=problem["partitions"]).map(point_at).cache()
    points.count()

    def job():
        weights = [0.0] * FEATURES
        for _ in range(iterations):
            now = weights
            gradient = points.aggregate(
                [0.0] * FEATURES, lambda total, point: add_gradient(total, point, now), add_vectors
            )
            weights = [w - 10 * g / count for w, g in zip(weights, gradient)]
        return weights

    return job, lambda weights: {f"w{i}": w for i, w in enumerate(weights)}


def point_at(index):
    point = [0]
    total = 0
    for i in range(1, FEATURES + 1):
        x = noise(index * FEATURES + i)
        point.append(x)
        total += x if i % 2 == 0 else -x
    point[0] = 1 if total > 0 else 0
    return point


def add_gradient(total, point, weights):
    dot = 0
    for i in range(FEATURES):
        dot += weights[i] * point[i + 1]
    miss = 1 / (1 + exp(-dot)) - point[0]
    for i in range(FEATURES):
        total[i] += miss * point[i + 1]
    return total


def add_vectors(total, more):
    for i in range(FEATURES):
        total[i] += more[i]
    return total
