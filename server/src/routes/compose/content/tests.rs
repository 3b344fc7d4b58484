use super::{addressee, checked, over};
use app::pages::compose::Typed;
use model::{Language, letter::Limits};
use store::DraftContent;

fn content() -> DraftContent {
    DraftContent {
        to: "mari@naidis.ee".into(),
        subject: "Arve 1".into(),
        text: "Tere!\r\nArve on lisatud.".into(),
        html: Some("<p>Tere!</p>".into()),
        ..DraftContent::default()
    }
}

#[test]
fn the_look_goes_along_while_the_text_is_as_it_was() {
    let typed = |text: &str| Typed {
        to: "jaan@naidis.ee".into(),
        subject: "Arve 2".into(),
        text: text.into(),
        ..Typed::default()
    };
    // A browser sends other line ends than were kept.
    let (same, lost) = over(&content(), &typed("Tere!\nArve on lisatud."));
    assert!(!lost);
    assert_eq!(same.html, content().html);
    assert_eq!(same.text, content().text);
    assert_eq!(
        (same.to.as_str(), same.subject.as_str()),
        ("jaan@naidis.ee", "Arve 2")
    );
    let (other, lost) = over(&content(), &typed("Tere! Arve on lisatud."));
    assert!(lost);
    assert_eq!(
        (other.html, other.text.as_str()),
        (None, "Tere! Arve on lisatud.")
    );
}

#[test]
fn addresses_are_taken_as_mail_programs_copy_them() {
    for (text, name, address) in [
        ("mari@naidis.ee", None, "mari@naidis.ee"),
        (
            "Mari Maasikas <mari@naidis.ee>",
            Some("Mari Maasikas"),
            "mari@naidis.ee",
        ),
        ("\"Mari\" < mari@naidis.ee >", Some("Mari"), "mari@naidis.ee"),
        ("<mari@naidis.ee>", None, "mari@naidis.ee"),
        ("Mari", None, "Mari"),
    ] {
        let found = addressee(text);
        assert_eq!(
            (found.name.as_deref(), found.address.as_str()),
            (name, address),
            "{text}"
        );
    }
    let several = DraftContent {
        to: " mari@naidis.ee, Jaan <jaan@naidis.ee>; ,\nkati@naidis.ee,".into(),
        ..content()
    };
    let letter = checked(&several, &Limits::default(), texts::texts(Language::Et)).unwrap();
    let to: Vec<&str> = letter.to.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(to, ["mari@naidis.ee", "jaan@naidis.ee", "kati@naidis.ee"]);
}

#[test]
fn each_mistake_stands_at_its_field() {
    let wrong = DraftContent {
        to: String::new(),
        copy: "arhiiv".into(),
        blind_copy: "a@b.ee, x@@y".into(),
        subject: "õ".repeat(300),
        text: " ".into(),
        html: None,
        attachments: Vec::new(),
    };
    for language in Language::ALL {
        let mistakes = checked(&wrong, &Limits::default(), texts::texts(language)).unwrap_err();
        let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, ["copy", "blind-copy", "to", "subject", "text"]);
        for mistake in mistakes {
            assert!(!mistake.words.contains(texts::MISSING), "{mistake:?}");
        }
    }
}
