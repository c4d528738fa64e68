import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Amount
from kg.nlp.amounts import find_amounts, nearest_amount, share

SUMS = [
    ("It paid $5.8 billion in cash.", 5.8e9, "USD", "$5.8 billion"),
    ("It paid US$5.8 billion in cash.", 5.8e9, "USD", "US$5.8 billion"),
    ("It paid US$ 75 million.", 75e6, "USD", "US$ 75 million"),
    ("It paid €427 million.", 427e6, "EUR", "€427 million"),
    ("A CAN$1.2-billion offer.", 1.2e9, "CAD", "CAN$1.2-billion"),
    ("A CA$ 19.2-billion bid.", 19.2e9, "CAD", "CA$ 19.2-billion"),
    ("It paid C$88 million.", 88e6, "CAD", "C$88 million"),
    ("It paid $ 8.9bn.", 8.9e9, "USD", "$ 8.9bn"),
    ("It paid £10.", 10.0, "GBP", "£10"),
    ("It paid £3.6m for it.", 3.6e6, "GBP", "£3.6m"),
    ("Sold for 5 billion yuan.", 5e9, "CNY", "5 billion yuan"),
    ("Sold for RMB 5 billion.", 5e9, "CNY", "RMB 5 billion"),
    ("Sold for EUR600 million.", 600e6, "EUR", "EUR600 million"),
    ("Sold for 42.1 million EUR.", 42.1e6, "EUR", "42.1 million EUR"),
    ("Sold for 600 million euros.", 600e6, "EUR", "600 million euros"),
    ("Sold for 12,500 euros.", 12_500.0, "EUR", "12,500 euros"),
    ("Sold for $1,250,000.50 net.", 1_250_000.5, "USD", "$1,250,000.50"),
    ("Sold for 2 trillion won.", 2e12, "KRW", "2 trillion won"),
    ("Sold for ¥310 billion.", 310e9, "JPY", "¥310 billion"),
    ("Sold for 310 billion yen.", 310e9, "JPY", "310 billion yen"),
    ("Sold for HK$37.5bn.", 37.5e9, "HKD", "HK$37.5bn"),
    ("Sold for NZ$1.31 billion.", 1.31e9, "NZD", "NZ$1.31 billion"),
    ("Sold for A$600 million.", 600e6, "AUD", "A$600 million"),
    ("Sold for S$2 million.", 2e6, "SGD", "S$2 million"),
    ("Sold for R$90 million.", 90e6, "BRL", "R$90 million"),
    ("Sold for ₹500 crore.", 5e9, "INR", "₹500 crore"),
    ("Sold for Rs 40 lakh.", 4e6, "INR", "Rs 40 lakh"),
    ("Sold for CHF 3bn.", 3e9, "CHF", "CHF 3bn"),
    ("Sold for 3 billion Swiss francs.", 3e9, "CHF", "3 billion Swiss francs"),
    ("Sold for SEK 450 million.", 450e6, "SEK", "SEK 450 million"),
    ("Sold for 70 million Canadian dollars.", 70e6, "CAD", "70 million Canadian dollars"),
    ("Sold for 5.4 billion dollars.", 5.4e9, "USD", "5.4 billion dollars"),
    ("Sold for 3.4 billion pounds.", 3.4e9, "GBP", "3.4 billion pounds"),
    ("A 25-million-dollar loan.", 25e6, "USD", "25-million-dollar"),
]

NOT_SUMS = [
    "It paid $14 a share.",
    "It pays $55 per barrel.",
    "It has 427 million customers.",
    "The robot weighs 10 pounds.",
    "The 20 won their case.",
    "It opened in 2016 and has 3 real rivals.",
    "Boeing 737 and A380",
    "$",
    "",
]


@pytest.mark.parametrize(("text", "value", "currency", "stated"), SUMS)
def test_a_sum_has_a_value_and_a_currency(
    text: str, value: float, currency: str, stated: str
) -> None:
    assert find_amounts(text) == [(text.index(stated), Amount(value, currency, stated))]


@pytest.mark.parametrize("text", NOT_SUMS)
def test_what_is_no_sum_is_left(text: str) -> None:
    assert find_amounts(text) == []


def test_the_nearest_sum_is_taken() -> None:
    text = "Kessel, with sales of $9 billion, paid €20 million for Lunapark."
    near = nearest_amount(text, text.index("paid"))
    assert near == Amount(20e6, "EUR", "€20 million")
    assert nearest_amount("Kessel bought Lunapark.", 7) is None


@given(
    st.sampled_from([("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("NZ$", "NZD"), ("CHF ", "CHF")]),
    st.integers(1, 999_999_999),
    st.sampled_from([("", 1.0), (" million", 1e6), ("bn", 1e9)]),
)
def test_any_whole_number_is_read_with_or_without_commas(
    sign: tuple[str, str], number: int, scale: tuple[str, float]
) -> None:
    for digits in (str(number), f"{number:,}"):
        [(start, amount)] = find_amounts(f"It paid {sign[0]}{digits}{scale[0]} for it.")
        assert (start, amount.currency) == (8, sign[1])
        assert amount.value == pytest.approx(number * scale[1])


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_what_is_found_stands_there(text: str) -> None:
    found = find_amounts(text)
    assert all(text[start : start + len(a.text)] == a.text for start, a in found)
    assert [start for start, _ in found] == sorted(start for start, _ in found)
    share(text)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("a 12.5% stake", 12.5),
        ("12 percent of it", 12.0),
        ("12 per cent of it", 12.0),
        ("fifty percent of it", 50.0),
        ("half of it", 50.0),
        ("a majority stake", 51.0),
        ("a minority stake", 49.0),
        ("a third of it", 33.3),
        ("two thirds of it", 66.7),
        ("a stake", None),
        ("12 shops", None),
    ],
)
def test_a_share_is_read_in_percent(text: str, percent: float | None) -> None:
    assert share(text) == percent
