//! What was tried of a message: one attempt a line, in JSON, so that one is added without reading the others.

use super::{from_json, to_json};
use crate::error::StoreError;
use model::message::Attempt;

/// The line that is added for an attempt, its end included.
///
/// # Errors
/// [`StoreError::Damaged`] where it can not be written in JSON.
pub fn history_line(attempt: &Attempt) -> Result<String, StoreError> {
    let mut line = to_json("attempt", attempt)?;
    line.push('\n');
    Ok(line)
}

/// All that was tried, oldest first.
///
/// # Errors
/// [`StoreError::Damaged`] where a line is no attempt.
pub fn history(lines: &str) -> Result<Vec<Attempt>, StoreError> {
    lines.lines().map(|line| from_json("attempt", line)).collect()
}

/// What was tried last, where something was.
///
/// # Errors
/// [`StoreError::Damaged`] where the last line is no attempt.
pub fn last_attempt(lines: &str) -> Result<Option<Attempt>, StoreError> {
    let last = lines.lines().next_back();
    last.map(|line| from_json("attempt", line)).transpose()
}

#[cfg(test)]
mod tests {
    use super::{history, history_line, last_attempt};
    use model::message::{Attempt, AttemptResult};

    #[test]
    fn lines_come_back_in_their_order() {
        let attempt = |number| Attempt {
            number,
            began_at: 1,
            ended_at: 2,
            result: AttemptResult::Deferred,
            server: None,
            stage: None,
            cause: None,
            code: Some(451),
            enhanced: None,
            text: Some("one\ntwo\r\u{2028}three".to_owned()),
            by: None,
            next_at: None,
        };
        let lines = history_line(&attempt(1)).unwrap() + &history_line(&attempt(2)).unwrap();
        assert_eq!(history(&lines).unwrap(), [attempt(1), attempt(2)]);
        assert_eq!(last_attempt(&lines).unwrap(), Some(attempt(2)));
        assert_eq!(
            (history("").unwrap(), last_attempt("").unwrap()),
            (Vec::new(), None)
        );
        assert!(history("{}\n").is_err());
    }
}
