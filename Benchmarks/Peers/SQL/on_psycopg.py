"""psycopg 3, asynchronous: a pool of ten connections, prepared statements and binary results, on uvloop."""

import asyncio

import uvloop
from psycopg_pool import AsyncConnectionPool

from assignment import POOL, ROWS_OF_FETCH, Assignment, Round, hundred_keys, key, sample, sum_of

KEY = "select number, name from items where id = %s"
RANGE = "select number, name from items where id between %s and %s"
INSERT = "insert into inserted (number, name) values (%s, %s)"


def measure(asked: Assignment) -> None:
    uvloop.run(_measure(asked))


async def _measure(asked: Assignment) -> None:
    share = WORKS[asked.work]
    pool = AsyncConnectionPool(
        asked.place, min_size=POOL, max_size=POOL, timeout=300, open=False, kwargs={"autocommit": True})
    async with pool:
        await pool.wait()
        for _ in range(asked.rounds):
            with Round(asked) as measured:
                measured.sum = sum(await asyncio.gather(
                    *(share(pool, asked, worker) for worker in range(asked.concurrency))))


async def read_keys(pool: AsyncConnectionPool, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        async with pool.connection() as connection:
            cursor = await connection.execute(KEY, (key(query),), prepare=True, binary=True)
            number, name = await cursor.fetchone()
        total += number + len(name)
    return total


async def read_hundreds(pool: AsyncConnectionPool, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        async with pool.connection() as connection:
            cursor = await connection.execute(RANGE, hundred_keys(query), prepare=True, binary=True)
            total += sum_of(await cursor.fetchall())
    return total


async def insert(pool: AsyncConnectionPool, asked: Assignment, worker: int) -> int:
    total = 0
    for query in asked.queries(worker):
        async with pool.connection() as connection:
            cursor = await connection.execute(INSERT, sample(query), prepare=True)
            total += cursor.rowcount
    return total


async def insert_batch(pool: AsyncConnectionPool, asked: Assignment, worker: int) -> int:
    rows = asked.batch(worker)
    async with pool.connection() as connection, connection.transaction(), connection.cursor() as cursor:
        await cursor.executemany(INSERT, rows)
        return cursor.rowcount


async def stream(pool: AsyncConnectionPool, asked: Assignment, worker: int) -> int:
    total = 0
    async with pool.connection() as connection, connection.transaction():
        async with connection.cursor("rows", binary=True) as cursor:
            cursor.itersize = ROWS_OF_FETCH
            await cursor.execute(RANGE, asked.rows(worker))
            async for number, name in cursor:
                total += number + len(name)
    return total


WORKS = {"key": read_keys, "hundred": read_hundreds, "insert": insert, "batch": insert_batch, "stream": stream}
