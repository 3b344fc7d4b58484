//! Files that go with a letter, added without script.

use super::{mistakes, program, program_with};
use crate::support::{Setup, Slow, html};
use sha2::{Digest as _, Sha256};
use store::Store as _;

const PDF: (&str, &str, &[u8]) = ("arve.pdf", "application/pdf", b"%PDF-1.4 \r\n\x00\xff arve");

#[tokio::test]
async fn a_draft_holds_no_more_files_than_a_letter() {
    let program = program().await;
    let mari = program.mari().await;
    let files = [("a.txt", "text/plain", &b"a"[..]); 25];
    let answer = mari.writes("/et/compose", &[], &files, "attach").await;
    let page = answer.expect(422).html();
    assert!(
        page.contains("Kirjaga on kaasas 25 faili. Lubatud on kuni 20."),
        "{page}"
    );
    assert_eq!(program.drafts().await[0].content.attachments.len(), 20);
}

#[tokio::test]
async fn files_are_added_and_taken_away() {
    let program = program().await;
    let mari = program.mari().await;
    let text = (
        "C:\\Dokumendid\\hinnakiri õ.txt",
        "text/plain; charset=utf-8",
        &b"hind"[..],
    );
    let answer = mari
        .writes("/et/compose", &[], &[PDF, text], "attach")
        .await
        .expect(303);
    let (path, said) = answer.location().split_once('?').unwrap();
    assert_eq!(said, "said=attached#files");
    let draft = program.drafts().await.remove(0);
    let files: Vec<(&str, &str, u64)> = draft
        .content
        .attachments
        .iter()
        .map(|file| (file.name.as_str(), file.media_type.as_str(), file.size))
        .collect();
    assert_eq!(
        files,
        [
            ("arve.pdf", "application/pdf", 18),
            ("hinnakiri õ.txt", "application/octet-stream", 4)
        ]
    );
    // Byte by byte as they came.
    let people = program.people();
    let company = people.store().company(people.mari.company);
    let hash = draft.content.attachments[0].hash;
    assert_eq!(hash.as_bytes()[..], Sha256::digest(PDF.2)[..]);
    assert_eq!(company.blob(&hash).await.unwrap().as_deref(), Some(PDF.2));

    // Any other button takes a file that was chosen, too.
    mari.writes(path, &[], &[("a.txt", "text/plain", b"a")], "save")
        .await
        .expect(303);
    assert_eq!(program.drafts().await[0].content.attachments.len(), 3);
    mari.writes(path, &[("subject", "Muudetud")], &[], "remove-1")
        .await
        .expect(303);
    let draft = program.drafts().await.remove(0);
    let names: Vec<&str> = draft
        .content
        .attachments
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["arve.pdf", "a.txt"]);
    assert_eq!(draft.content.subject, "Muudetud");
    // A place where there is none.
    mari.writes(path, &[], &[], "remove-9").await.expect(303);
    assert_eq!(program.drafts().await[0].content.attachments.len(), 2);
}

#[tokio::test]
async fn files_that_no_letter_has_are_not_too_many_bytes() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 100000")
        .set("delivery", "unused_file_bytes = 100000");
    let program = program_with(setup).await;
    let mari = program.mari().await;
    let (one, two) = (vec![1_u8; 60_000], vec![2_u8; 60_000]);
    let path = mari.saves(&[], &[("a.bin", "", &one)]).await;
    for (language, said) in [("et", "liiga palju faile"), ("en", "too many files")] {
        let path = path.replace("/et/", &format!("/{language}/"));
        let answer = mari
            .writes(&path, &[("subject", language)], &[("õ.bin", "", &two)], "attach")
            .await;
        let page = answer.expect(422).html();
        assert!(page.contains("„õ.bin“") || page.contains("“õ.bin”"));
        assert!(page.contains(said));
    }
    // The same once more needs no room; and what was typed was saved.
    mari.writes(&path, &[], &[("b.bin", "", &one)], "attach")
        .await
        .expect(303);
    let draft = program.drafts().await.remove(0);
    assert_eq!(draft.content.attachments.len(), 2);
}

/// A form with files takes its turn among all large requests.
#[tokio::test]
async fn a_large_form_takes_its_turn() {
    let setup = Setup::new()
        .await
        .set("delivery", "letter_bytes = 100000")
        .set("delivery", "upload_bytes = 100000");
    let program = program_with(setup).await;
    let mari = program.mari().await;
    let file = vec![b'x'; 70_000];
    let page = mari.get("/et/compose").await.html();
    let request = mari.written(&page, "/et/compose", &[], &[("a.bin", "", &file)], "attach");
    let (begin, rest) = request.body().split_at(50_000);
    let mut slow = Slow::begin(program.address(), &request, request.body().len()).await;
    slow.write(begin).await;
    // The other one waits for five seconds.
    let other = mari
        .writes("/en/compose", &[], &[("b.bin", "", &file)], "save")
        .await;
    assert_eq!((other.status, other.header("retry-after")), (503, Some("10")));
    assert!(
        html::text(&other.html()).contains("Liiga palju korraga")
            || other.html().contains("Too much at once")
    );
    // Without large files it goes on.
    mari.writes("/et/compose", &[], &[], "save").await.expect(303);
    slow.write(rest).await;
    slow.hears("HTTP/1.1 303").await;
    mari.writes("/et/compose", &[], &[("b.bin", "", &file)], "save")
        .await
        .expect(303);
}

#[tokio::test]
async fn a_form_has_to_be_there_in_time() {
    let setup = Setup::new().await.set("delivery", "upload_seconds = 1");
    let program = program_with(setup).await;
    let mari = program.mari().await;
    for path in ["/et/compose", "/en/compose"] {
        let page = mari.get(path).await.html();
        let request = mari.written(&page, path, &[], &[("a.bin", "", b"abc")], "attach");
        let mut slow = Slow::begin(program.address(), &request, request.body().len()).await;
        slow.write(&request.body()[..300]).await;
        let said = slow.hears("</h1>").await;
        assert!(said.contains("HTTP/1.1 408"), "{said}");
        let told = ["See võttis liiga kaua", "It took too long"];
        assert!(told.iter().any(|told| said.contains(told)), "{said}");
    }
    assert!(program.drafts().await.is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_and_the_letter_stays() {
    let setup = Setup::new().await.set("delivery", "letter_bytes = 100000");
    let program = program_with(setup).await;
    let mari = program.mari().await;
    let large = vec![b'x'; 72_001];
    let answer = mari
        .writes(
            "/et/compose",
            &[("subject", "Suur")],
            &[
                ("suur.bin", "", &large),
                ("a.txt", "text/plain", b"a"),
                ("..", "", b"x"),
            ],
            "attach",
        )
        .await;
    let told = mistakes(answer);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("„suur.bin“"), "{told:?}");
    let draft = program.drafts().await.remove(0);
    assert_eq!(draft.content.subject, "Suur");
    assert_eq!(draft.content.attachments.len(), 1);
    // More than is read at all: what stood before it is kept.
    let larger = vec![b'x'; 250_000];
    let told = mistakes(
        mari.writes(
            "/et/compose",
            &[("subject", "Liiga suur")],
            &[("x.bin", "", &larger)],
            "send",
        )
        .await,
    );
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        program
            .drafts()
            .await
            .iter()
            .any(|draft| draft.content.subject == "Liiga suur")
    );
    // Each small enough, together too much.
    let half = vec![b'x'; 40_000];
    let path = mari.saves(&[], &[("1.bin", "", &half)]).await;
    let answer = mari.writes(&path, &[], &[("2.bin", "", &half)], "send").await;
    let told = mistakes(answer);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(program.messages().await.is_empty());
}
