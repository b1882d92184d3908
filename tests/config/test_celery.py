from config import celery


def test_a_worker_that_is_ready_compiles_the_engine_beside_its_work():
    celery.warm_engine()
    assert celery.app.warming.wait(timeout=240) == 0
