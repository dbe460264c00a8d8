from hypothesis import settings

pytest_plugins = ["tests.support.network", "tests.support.postgres", "tests.support.browser", "tests.support.disk"]

# a slow machine is no reason to fail; how fast things are is measured in benchmarks
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
