"""A stand-in for CallFire's REST API 1.1: the same paths over real HTTP, invented campaigns behind.

`python -m simulator` runs it by itself; `simulator.server.running` runs it inside a test.
"""
