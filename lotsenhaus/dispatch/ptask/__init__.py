"""Personnel task scheduling: give fixed tasks to as few qualified workers as possible.

The literature's benchmark for what a parents' day asks: every talk is interpreted and as few people as possible travel.
Krishnamoorthy, Ernst, Baatar: Algorithms for large scale shift minimisation personnel task scheduling problems,
European Journal of Operational Research 219 (2012) 34-48.
"""
