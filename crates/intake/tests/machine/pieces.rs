//! Whatever is said, in whatever pieces: the same comes of it, and nothing that must not.

use crate::trial::{Trial, check, limits};
use intake::Protocol;
use proptest::prelude::*;

const FRAGMENTS: &[&[u8]] = &[
    b"EHLO a\r\n",
    b"LHLO a\r\n",
    b"MAIL FROM:<>\r\n",
    b"MAIL FROM:<mari@other.test> SIZE=5\r\n",
    b"RCPT TO:<kivi@event.saatja.test>\r\n",
    b"RCPT TO:<later@event.saatja.test>\r\n",
    b"RCPT TO:<nobody@event.saatja.test>\r\n",
    b"DATA\r\n",
    b"NOOP\r\n",
    b"RSET\r\n",
    b"QUIT\r\n",
    b"STARTTLS\r\n",
    b"Received: x\r\n",
    b"virus\r\n",
    b"full\r\n",
    b"text that is quite long, so that a line fills",
    b".\r\n",
    b"..\r\n",
    b"\r\n.\r\n",
    b"\r\n",
    b"\n.\n",
    b"\r.\r",
    b"\n",
    b"\r",
    b".",
    b"\0",
    b"\xff",
];

/// Mostly what makes sense, so that mails come about.
fn said() -> impl Strategy<Value = Vec<u8>> {
    let sensible = (0..3_usize, 0..3_usize).prop_map(|(recipients, lines)| {
        let mut said = b"MAIL FROM:<>\r\n".to_vec();
        said.extend(b"RCPT TO:<kivi@event.saatja.test>\r\n".repeat(recipients));
        said.extend_from_slice(b"DATA\r\n");
        said.extend(b".line\r\n".repeat(lines));
        said
    });
    let fragment = prop_oneof![
        2 => sensible,
        6 => proptest::sample::select(FRAGMENTS).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ];
    let hello = proptest::sample::select(&FRAGMENTS[..2]);
    (hello, proptest::collection::vec(fragment, 0..40))
        .prop_map(|(hello, rest)| [hello.to_vec(), rest.concat()].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn pieces_change_nothing(
        said in said(),
        pieces in proptest::collection::vec(1_usize..30, 0..20),
        lmtp in any::<bool>(),
    ) {
        let protocol = if lmtp { Protocol::Lmtp } else { Protocol::Smtp };
        let trial = Trial::of(protocol, limits());
        let whole = trial.run(&said, &[]);
        check(&said, &whole);
        prop_assert_eq!(&trial.run(&said, &[1]), &whole);
        prop_assert_eq!(&trial.run(&said, &pieces), &whole);
    }
}
