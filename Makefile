# A thin door to scripts/bootstrap.py, which works the same without make: python3 scripts/bootstrap.py VERB
# Words for the program behind a verb: make test ARGS='tests/test_words.py -x'
PYTHON ?= python3
ARGS ?=

.PHONY: run test check bench exe words lock setup clean

run test check bench exe words lock setup clean:
	@$(PYTHON) scripts/bootstrap.py $@ $(ARGS)
