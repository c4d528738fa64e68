import pytest

from kg.articles.language import is_english


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Acme",
        "Der Konzern ist nicht zu verkaufen",
        "Stellantis Ramps Up AI Strategy With Microsoft Deal",
        "Toyota recalls 1.2 million Prius hybrids worldwide, shares fall 3 percent",
        "Hyundai, LG Energy, Samsung SDI, SK On, Panasonic, CATL, BYD, Tesla, Ford, GM",
        "Nestlé, L’Oréal and Société Générale said that they would join Crédit Agricole in Zürich.",
        "Eduardo dos Santos of Banco do Brasil met El País in Los Angeles and Las Vegas.",
        "Toyota (トヨタ自動車) is the largest of the car makers that are listed in Japan.",
        "The price rose by 3.5% on Monday; the firm did not say why.",
    ],
)
def test_english_and_short_texts_pass(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Autobauer will mit dem Softwarekonzern die Entwicklung beschleunigen, hieß es.",
        "De autofabrikant kondigde maandag een samenwerking aan met het Amerikaanse bedrijf.",
        "Le constructeur a annoncé lundi un accord avec le groupe américain pour ses véhicules.",
        "El fabricante anunció el lunes una alianza con la empresa para desarrollar programas.",
        "O fabricante anunciou uma parceria com a empresa para desenvolver um programa novo.",
        "Il gruppo ha annunciato lunedì un accordo con la società per il software della vettura.",
        "Biltillverkaren meddelade att den ska samarbeta med det amerikanska bolaget och växa.",
        "Koncern ogłosił, że będzie współpracować z amerykańską firmą i nie planuje się zmienić.",
        "Autonvalmistaja kertoi, että se kehittää yhtiön kanssa ohjelmistoja ja palkkaa väkeä.",
        "Az autógyártó bejelentette, hogy az amerikai vállalattal közösen fejleszt, és nem vesz.",
        "Otomobil üreticisi Amerikalı şirket ile araçları için yazılım geliştirmek istiyor.",
        "Produsen mobil itu mengumumkan kerja sama dengan perusahaan untuk mobil yang dijualnya.",
        "Автопроизводитель объявил о партнёрстве",
        "汽车制造商周一宣布与美国公司合作开发车载软件",
        "トヨタは月曜日に提携を発表した",
        "أعلنت الشركة يوم الاثنين شراكة",
        "Η εταιρεία ανακοίνωσε συνεργασία",
        "Acme " * 50,
    ],
)
def test_other_languages_and_scripts_do_not(text: str) -> None:
    assert not is_english(text)
