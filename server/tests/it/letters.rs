//! The pages of letters, as their owner, his admin and others meet them.

mod acts;
mod doubt;
mod list;
mod overview;
pub mod stage;

use crate::support::{Answer, Browser, html};

/// A page's main part as text, in Estonian.
async fn reads(browser: &Browser, path: &str) -> String {
    let page = browser.get(&format!("/et{path}")).await.expect(200).html();
    html::text(html::main_of(&page))
}

/// The lines of the summary of what is wrong.
fn mistakes(answer: Answer) -> String {
    let page = answer.expect(422).html();
    html::text(html::part(&page, "id=\"error-summary\"", "</ul>"))
}

/// The version that a message's forms carry.
async fn version(browser: &Browser, path: &str) -> String {
    let page = browser.get(path).await.expect(200).html();
    html::value(&page, "version").expect("the form carries its version")
}
