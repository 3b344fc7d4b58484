use super::text_of;
use proptest::prelude::*;

#[test]
fn tags_go_and_what_they_mean_stays() {
    for (html, text) in [
        ("", ""),
        ("Tere", "Tere"),
        (
            "<p>Tere!</p><p>Arve&nbsp;nr&#160;1 &amp; &#x41;</p>",
            "Tere!\n\nArve nr 1 & A",
        ),
        ("a<br>b<br/>\n c", "a\nb\nc"),
        ("a<br><br><br>b", "a\n\nb"),
        ("  a \n\t b  <b>c</b>d <i> e</i>", "a b cd e"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc"),
        (
            "<table><tr><td>Kokku</td><td>12 €</td></tr><tr><td>x</td></tr></table>",
            "Kokku 12 €\nx",
        ),
        (
            "<a href=\"https://a.ee/?x=1&amp;y=2\">siit</a>.",
            "siit <https://a.ee/?x=1&y=2>.",
        ),
        ("<a href='https://a.ee'>https://a.ee</a>", "https://a.ee"),
        ("<a class=x href=mailto:a@b.ee>kirjuta</a>", "kirjuta <a@b.ee>"),
        ("<a href=\"mailto:a@b.ee\">a@b.ee</a>", "a@b.ee"),
        ("<a href=\"javascript:alert(1)\">x</a>", "x"),
        ("<a href=\"#top\">x</a>", "x"),
        (
            "<style>p > a { x: \"</p>\" }</style>a<script>if (a<b) c(\"</p>\")</script>b",
            "ab",
        ),
        ("<head><title>T</title></head><body>B</body>", "B"),
        ("<!-- <p>no</p> -->a<!doctype html>b", "ab"),
        ("1 < 2 && 3 > 2 &unknown; &", "1 < 2 && 3 > 2 &unknown; &"),
        ("a <img src=x alt=\"pilt &gt; 1\"> b<img src=y>c", "a pilt > 1 bc"),
        ("<p title=\"a > b\">x</p>", "x"),
        ("a<p", "a"),
        ("a<a href=\"x", "a"),
        ("a<script>b", "a"),
        ("õ&otilde;&euro;", "õõ€"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
}

#[test]
fn large_and_broken_html_takes_no_longer_than_its_length() {
    for piece in [
        "<",
        "<a ",
        "<a href=\"",
        "<!--",
        "</",
        "<script>",
        "&",
        "<p>",
        "<a href=x>",
        "<img alt='&",
    ] {
        let _ = text_of(&piece.repeat(200_000));
    }
}

proptest! {
    #[test]
    fn any_html_gives_a_text(html in "(<|>|/|a|p|script|style|!--|-->|\"|'| |=|href|&|;|#|amp|x|õ|\n){0,60}") {
        let text = text_of(&html);
        prop_assert!(!text.contains("\n\n\n") && text.trim() == text, "{:?}", text);
    }
}
