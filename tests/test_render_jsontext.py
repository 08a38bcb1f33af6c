import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimierr.render import jsontext

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


@given(VALUES, st.sampled_from([0, 1, 2, 4]))
def test_writes_what_the_standard_library_writes(value, indent):
    assert jsontext.dumps(value, indent) == json.dumps(value, ensure_ascii=False, indent=indent or None)


@given(st.text())
def test_pure_strings_are_those_of_the_c_encoder(text):
    assert jsontext.quote(text) == json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize(
    "value", [[], {}, [[], {}], {"a": []}, {0: 2, None: 3, True: 4, 1.5: 5}, (1,), float("inf"), float("-inf"), '\x00\x1f\x7f\u2028"\\/']
)
@pytest.mark.parametrize("indent", [0, 2])
def test_odd_values(value, indent):
    assert jsontext.dumps(value, indent) == json.dumps(value, ensure_ascii=False, indent=indent or None)


def test_refuses_what_has_no_json_form():
    with pytest.raises(TypeError, match="set"):
        jsontext.dumps({"a": {1}})
