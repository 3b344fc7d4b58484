//! Lines of a table as files have them (RFC 4180), safe to be opened with a spreadsheet.

mod file;

pub use file::{AT_ONCE, CutOff, Rows, file};

/// What a file begins with, so that spreadsheets read it as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// With which a spreadsheet takes a cell for a formula (OWASP, CSV injection), the wide forms of Asian keyboards
/// included.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// With which some spreadsheet might take a cell to be over: which one divides cells differs by country.
const DIVIDERS: [char; 7] = [',', ';', '|', '"', '\t', '\r', '\n'];

/// A line with its end.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell: quoted, and with an apostrophe before whatever would begin a formula, at its begin or behind a divider.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 2);
    safe.push('"');
    let mut at_begin = true;
    for c in text.chars() {
        let whitespace = matches!(c, '\t' | '\r');
        if at_begin && (FORMULA.contains(&c) || (whitespace && safe.len() == 1)) {
            safe.push('\'');
        }
        if c == '"' {
            safe.push('"');
        }
        safe.push(c);
        at_begin = DIVIDERS.contains(&c) || (at_begin && c.is_whitespace());
    }
    safe.push('"');
    safe
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn cells_are_quoted_and_no_formula_is_left() {
        for (text, expected) in [
            ("Mari", "\"Mari\""),
            ("", "\"\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+3725", "\"'+3725\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t'=1\""),
            ("\r=1", "\"'\r'=1\""),
            ("  =1", "\"  '=1\""),
            ("＝1", "\"'＝1\""),
            ("x;=HYPERLINK(1)", "\"x;'=HYPERLINK(1)\""),
            ("x\",=1", "\"x\"\",'=1\""),
            ("a-b@c.ee", "\"a-b@c.ee\""),
        ] {
            assert_eq!(line([text]), format!("{expected}\r\n"), "{text:?}");
        }
        assert_eq!(line(["a", "b"]), "\"a\",\"b\"\r\n");
    }
}
