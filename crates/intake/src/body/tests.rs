use super::*;
use crate::budget::Budget;
use proptest::prelude::*;

const BOUNDS: Bounds = Bounds {
    mail: 10_000,
    line: 100,
    read: 2000,
};

fn body(bounds: Bounds) -> Body {
    Body::beginning("", Budget::of(1_000_000).held(), bounds).expect("there is room")
}

/// The mail in the pieces, if it ended, and why it is refused.
fn read(pieces: &[&[u8]], bounds: Bounds) -> Option<Result<Vec<u8>, Fault>> {
    let mut body = body(bounds);
    for piece in pieces {
        if body.take(piece).1 == Progress::Ended {
            return Some(body.finish().map(|(raw, ..)| raw));
        }
    }
    None
}

#[test]
fn ends_at_the_dot_and_leaves_the_rest() {
    let mut body = body(BOUNDS);
    assert_eq!(body.take(b"Tere\r\n.\r\nQUIT\r\n"), (9, Progress::Ended));
    assert_eq!(body.finish().map(|(raw, ..)| raw), Ok(b"Tere\r\n".to_vec()));
}

#[test]
fn stuffed_dots_come_off_once() {
    let mail = read(&[b"..\r\n...\r\n.x\r\na.\r\n\r\n.\r\n"], BOUNDS);
    assert_eq!(mail, Some(Ok(b".\r\n..\r\nx\r\na.\r\n\r\n".to_vec())));
    assert_eq!(read(&[b".\r\n"], BOUNDS), Some(Ok(Vec::new())));
}

#[test]
fn no_other_line_end_ends_a_mail() {
    for smuggled in [
        &b"a\n.\n"[..],
        b"a\n.\r\n",
        b"a\r\n.\n",
        b"a\r.\r",
        b"a\r.\r\n",
        b"a\r\n.\r",
        b"a\r\n.\r\r\n",
        b"a\r\r\n.\n",
        b".\n",
        b".\r",
    ] {
        assert_eq!(read(&[smuggled], BOUNDS), None, "{smuggled:?}");
        // A letter between, lest the CR of the one and the LF of the other make a pair.
        let whole = read(&[smuggled, b"b\r\n.\r\n"], BOUNDS);
        assert_eq!(whole, Some(Err(Fault::BareNewline)), "{smuggled:?}");
    }
    let nul = read(&[b"a\r\n\0.\r\n", b".\r\n"], BOUNDS);
    assert_eq!(nul, Some(Ok(b"a\r\n\0.\r\n".to_vec())));
}

#[test]
fn bounds_hold_to_the_byte() {
    let lines = |count: usize| [b"1234567\r\n".repeat(count), b".\r\n".to_vec()].concat();
    let bounds = Bounds {
        mail: 90,
        line: 9,
        read: 200,
    };
    assert!(matches!(read(&[&lines(10)], bounds), Some(Ok(_))));
    assert_eq!(read(&[&lines(11)], bounds), Some(Err(Fault::TooLarge)));
    assert_eq!(read(&[b"12345678\r\n.\r\n"], bounds), Some(Err(Fault::Line)));
    let mut endless = body(bounds);
    assert_eq!(endless.take(&lines(30)), (200, Progress::Endless));
    assert_eq!(endless.finish().err(), Some(Fault::TooLarge));
}

#[test]
fn memory_is_held_as_the_mail_grows_and_given_back() {
    let budget = Budget::of(20_000);
    assert!(Body::beginning("", Budget::of(LEAST_ROOM - 1).held(), BOUNDS).is_none());
    let bounds = Bounds {
        mail: 1_000_000,
        line: 100,
        read: 1_000_000,
    };
    let mut body = Body::beginning("Received: by us\r\n", budget.held(), bounds).expect("there is room");
    assert_eq!(budget.left(), 20_000 - LEAST_ROOM);
    let line = [b"x".repeat(98), b"\r\n".to_vec()].concat();
    body.take(&line.repeat(150));
    assert_eq!(budget.left(), 20_000 - 2 * LEAST_ROOM);
    assert!(body.raw.capacity() <= 2 * LEAST_ROOM);
    body.take(&line.repeat(150));
    assert_eq!(
        (budget.left(), body.raw.capacity()),
        (20_000, 0),
        "refused: nothing is held"
    );
    body.take(b".\r\n");
    assert_eq!(body.finish().err(), Some(Fault::NoRoom));
    assert_eq!(budget.left(), 20_000);
}

proptest! {
    #[test]
    fn stuffing_is_undone_however_it_is_cut(
        lines in proptest::collection::vec("\\.{0,3}[a-z\\.\0\u{e4}]{0,5}", 0..8),
        cut in 0_usize..60,
    ) {
        let mail: String = lines.iter().flat_map(|line| [line.as_str(), "\r\n"]).collect();
        let stuffed = testkit::client::stuffed(mail.as_bytes());
        let sent = [&stuffed[..], b".\r\n"].concat();
        let (first, second) = sent.split_at(cut.min(sent.len()));
        prop_assert_eq!(read(&[first, second], BOUNDS), Some(Ok(mail.into_bytes())));
    }

    #[test]
    fn pieces_change_nothing(
        bytes in proptest::collection::vec(proptest::sample::select(b"\r\r\n\n..ab\0".to_vec()), 0..80),
        mail in 5_usize..40,
        line in 3_usize..12,
    ) {
        let bounds = Bounds { mail, line, read: 60 };
        let mut whole = body(bounds);
        let (used, progress) = whole.take(&bytes);
        let mut single = body(bounds);
        let mut steps = (0, Progress::More);
        for byte in &bytes {
            if steps.1 != Progress::More {
                break;
            }
            let (one, now) = single.take(std::slice::from_ref(byte));
            steps = (steps.0 + one, now);
        }
        prop_assert_eq!((used, progress), steps);
        prop_assert_eq!(whole.finish().map(|(raw, ..)| raw), single.finish().map(|(raw, ..)| raw));
    }
}
