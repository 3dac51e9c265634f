MODELS = []


def make():
    pass
