"""From a submission to findings, and from findings to a verdict on the file.

``checks`` holds one module a family of checks; ``assess`` reads one file, runs them all and judges,
first by itself and then in view of what the register holds.
"""
