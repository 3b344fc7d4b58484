use super::{
    Response, Status, Token, Wire,
    response::{Piece, parse},
};
use crate::deadlines::Deadlines;
use proptest::prelude::*;
use tokio::{
    io::{AsyncWriteExt, duplex},
    time::Instant,
};

fn word(text: &str) -> Token {
    Token::Word(text.as_bytes().to_vec())
}

fn text(text: &str) -> Token {
    Token::Text(text.as_bytes().to_vec())
}

fn line(text: &str) -> Vec<Piece> {
    vec![Piece::Line(text.as_bytes().to_vec())]
}

#[test]
fn statuses_as_servers_say_them() {
    for (said, tag, status, code, words) in [
        (
            "* OK [CAPABILITY IMAP4rev1] ready",
            None,
            Status::Ok,
            "CAPABILITY",
            "ready",
        ),
        ("s1 ok done", Some("s1"), Status::Ok, "", "done"),
        (
            "s1 NO [authenticationfailed] no {5}",
            Some("s1"),
            Status::No,
            "AUTHENTICATIONFAILED",
            "no {5}",
        ),
        ("* BYE", None, Status::Bye, "", ""),
        ("* OK [UIDNEXT 4", None, Status::Ok, "", "[UIDNEXT 4"),
    ] {
        let Some(Response::Status {
            tag: read,
            status: how,
            code: bracket,
            text,
        }) = parse(line(said))
        else {
            panic!("{said}");
        };
        assert_eq!(
            (read.as_deref(), how, bracket.name.as_str(), text.as_str()),
            (tag, status, code, words),
            "{said}"
        );
    }
    for none in [
        "",
        "*",
        "hello",
        "s1",
        "s1 BYE",
        "s1 PREAUTH x",
        "s1 FETCH",
        "220 mail ESMTP",
    ] {
        assert_eq!(parse(line(none)), None, "{none}");
    }
    assert_eq!(parse(line("+ go on")), Some(Response::GoOn(b"go on".to_vec())));
}

#[test]
fn data_is_taken_apart() {
    let pieces = vec![
        Piece::Line(b"* 12 FETCH (UID 34 FLAGS (\\Seen) BODY[HEADER.FIELDS (FROM TO)]<0> {5}".to_vec()),
        Piece::Literal(b"a)\"b(".to_vec()),
        Piece::Line(br#" X "q\"uo(ted" Y NIL)"#.to_vec()),
    ];
    let list = Token::List(vec![
        word("UID"),
        word("34"),
        word("FLAGS"),
        Token::List(vec![word("\\Seen")]),
        word("BODY[HEADER.FIELDS (FROM TO)]<0>"),
        text("a)\"b("),
        word("X"),
        text("q\"uo(ted"),
        word("Y"),
        word("NIL"),
    ]);
    assert_eq!(
        parse(pieces),
        Some(Response::Data(vec![word("12"), word("FETCH"), list]))
    );
    for broken in [
        "* (",
        "* )",
        "* \"x",
        "* \"x\\",
        "* BODY[",
        "* ((((((((((",
        "* 1 FETCH (UID 1",
    ] {
        assert_eq!(parse(line(broken)), None, "{broken}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_bytes_are_a_response_or_none(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(vec![Piece::Line(bytes)]);
    }

    #[test]
    fn what_looks_like_imap_ends_in_any_case(said in "[*+s]1? ?(OK|NO|BYE|[0-9]{1,3} FETCH)? ?[\\[\\](){}\" a-zA-Z0-9\r\n]{0,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let (ours, mut server) = duplex(64 * 1024);
            let deadlines = Deadlines::check();
            let mut wire = Wire::new(Box::new(ours), deadlines, Instant::now() + deadlines.session);
            server.write_all(said.as_bytes()).await.unwrap();
            drop(server);
            while wire.response(deadlines.command).await.is_ok() {}
        });
    }
}
