"""Pairs of whole numbers in lines of key, tab, value."""


def parse(line):
    key, value = line.split("\t")
    return int(key), int(value)


def read(path):
    with open(path) as file:
        return [parse(line) for line in file]
