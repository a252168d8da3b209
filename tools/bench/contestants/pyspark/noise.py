def noise(index):
    """A number from -0.5 to 0.5 that depends on its index only, as in random.ts."""
    return (((index + 1) * 0x9E3779B1) & 0xFFFFFFFF) / 2**32 - 0.5
