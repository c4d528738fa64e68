from hypothesis import settings

# Machines differ in speed; how long an example takes says nothing about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
