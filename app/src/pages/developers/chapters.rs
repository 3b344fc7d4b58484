//! What holds for the whole API: sentences with an example each.

use super::DevelopersPage;
use leptos::prelude::*;
use texts::Texts;

/// The chapters, in their order; also their ids on the page.
pub(super) const KEYS: [&str; 6] = [
    "authentication",
    "errors",
    "versions",
    "limits",
    "webhooks",
    "launch",
];

pub(super) fn chapters(page: &DevelopersPage, texts: &Texts) -> AnyView {
    KEYS.map(|key| {
        let title = texts.get(&format!("developers-{key}"));
        view! {
            <section class="prose" aria-labelledby=key>
                <h2 id=key>{title.clone()}</h2>
                {paragraphs(key, page, texts)}
                {code(example(key, &page.base_url), &title, texts)}
            </section>
        }
    })
    .collect_view()
    .into_any()
}

/// A chapter's sentences: `developers-<key>.step1`, `.step2`, …
fn paragraphs(key: &str, page: &DevelopersPage, texts: &Texts) -> AnyView {
    let number = page.requests_a_minute.to_string();
    let words = [("base", page.base_url.as_str()), ("number", number.as_str())];
    texts
        .steps(&format!("developers-{key}"), &words)
        .into_iter()
        .map(|words| view! { <p inner_html=crate::markdown::inline(&words)></p> })
        .collect_view()
        .into_any()
}

/// An example, to be copied. It can be scrolled by keyboard.
pub(super) fn code(source: String, about: &str, texts: &Texts) -> AnyView {
    let label = texts.with("developers-example-of", &[("name", about)]);
    view! { <pre class="code" tabindex="0" role="group" aria-label=label lang="en">{source}</pre> }.into_any()
}

fn example(key: &str, base: &str) -> String {
    match key {
        "authentication" => format!(
            "curl {base}/api/v1/companies \\\n  -H 'Authorization: Bearer YOUR-KEY'"
        ),
        "errors" => "HTTP/1.1 404 Not Found\nContent-Type: application/problem+json\n\n{\n  \
             \"type\": \"urn:saatja:problem:not-found\",\n  \"title\": \"There is no such thing.\",\n  \
             \"status\": 404\n}"
            .to_owned(),
        "versions" => format!(
            "curl -i {base}/api/v1/companies/ID/settings \\\n  -H 'Authorization: Bearer YOUR-KEY'\n# ETag: \"7\"\n\n\
             curl -X PUT {base}/api/v1/companies/ID/settings \\\n  -H 'Authorization: Bearer YOUR-KEY' \\\n  \
             -H 'If-Match: \"7\"' \\\n  -H 'Content-Type: application/json' \\\n  -d '{{\"mode\": \"portal\"}}'"
        ),
        "limits" => "HTTP/1.1 429 Too Many Requests\nRetry-After: 12".to_owned(),
        "webhooks" => "POST /your/address\nwebhook-id: 0198a0c2-7c11-7d3e-9a30-2b8d5c1f7e44\n\
             webhook-timestamp: 1779000000\nwebhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=\n\n\
             signed  = webhook-id + \".\" + webhook-timestamp + \".\" + body\n\
             key     = base64_decode(secret without \"whsec_\")\n\
             correct = \"v1,\" + base64_encode(hmac_sha256(key, signed))"
            .to_owned(),
        "launch" => format!(
            "{{\n  \"iss\": \"your-portal\", \"aud\": \"{base}\",\n  \
             \"iat\": 1779000000, \"nbf\": 1779000000, \"exp\": 1779000060,\n  \"jti\": \"a new random UUID\",\n  \
             \"sub\": \"user-17\", \"name\": \"Mari Maasikas\",\n  \"email\": \"mari@naidis.ee\", \"role\": \"admin\", \"lang\": \"et\",\n  \
             \"company\": \"company-4\", \"company_name\": \"Näidis OÜ\",\n  \
             \"embed\": true, \"page\": \"settings\"\n}}\n\n\
             <form method=\"post\" action=\"{base}/launch\">\n  \
             <input type=\"hidden\" name=\"token\" value=\"eyJ…\">\n</form>"
        ),
        _ => String::new(),
    }
}
