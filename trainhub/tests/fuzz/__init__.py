"""Hostile requests to every address and every form: found on the pages themselves, drawn by a seed, judged one by one."""
