"""Reads a JUnit report with junitparser; the counts of its suites have to be those of their cases."""

import sys

from junitparser import Failure, JUnitXml

suites = list(JUnitXml.fromfile(sys.argv[1]))
cases = [case for suite in suites for case in suite]
failed = sum(any(isinstance(result, Failure) for result in case.result) for case in cases)
counted = (sum(suite.tests for suite in suites), sum(suite.failures for suite in suites))
if counted != (len(cases), failed) or not failed:
    sys.exit(f"== junit: FAILED: suites say {counted}, cases are {(len(cases), failed)}")
print(f"== junit: junitparser reads {len(cases)} tests, {failed} failed")
