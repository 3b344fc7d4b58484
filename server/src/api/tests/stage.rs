//! What a stage reported, as the API shows it.

use crate::api::schema;
use model::{
    Port, Security,
    session::{Detail, Fault, OtherPort, Outcome, Stage, StageReport},
};
use serde::Serialize;
use utoipa::ToSchema;

/// What a stage reported.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stage, example = json!({
    "stage": "auth", "outcome": "failed", "ms": 41,
    "fault": {"key": "refused", "reply": {"code": 535, "enhanced": "5.7.8", "text": "Bad credentials"}}
}))]
pub struct StageView {
    /// Which stage.
    #[schema(value_type = schema::StageWord)]
    stage: Stage,
    /// `passed`, `skipped` or `failed`.
    #[schema(value_type = String, pattern = "^(passed|skipped|failed)$")]
    outcome: &'static str,
    /// How long it took, in milliseconds.
    ms: u64,
    /// What it found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<DetailView>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    fault: Option<FaultView>,
}

/// What a stage found out; each field where there is something to say.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = StageDetail)]
pub struct DetailView {
    /// The name's IP addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    addresses: Option<Vec<String>>,
    /// The IP address and port that answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    peer: Option<String>,
    /// The encryption.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    tls: Option<TlsView>,
    /// What EHLO offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    extensions: Option<Vec<String>>,
    /// The way of sign-in: `PLAIN`, `LOGIN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mechanism: Option<String>,
    /// The server's positive answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answer: Option<String>,
}

/// What encryption came about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tls)]
pub struct TlsView {
    /// `TLS 1.2`, `TLS 1.3`.
    version: Option<String>,
    /// The cipher suite's IANA name.
    cipher: Option<String>,
    /// The server's certificate, also where it was not trusted.
    certificate: Option<CertificateView>,
}

/// A server's certificate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificate)]
pub struct CertificateView {
    /// The name it is made out to.
    subject: String,
    /// Who vouches for it.
    issuer: String,
    /// The names it is valid for, at most ten.
    names: Vec<String>,
    /// Its first day.
    not_before: String,
    /// Its last day.
    not_after: String,
}

/// Why a stage failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultView {
    /// The stable word.
    key: &'static str,
    /// The server's answer, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reply: Option<ReplyView>,
}

/// A server's answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reply)]
pub struct ReplyView {
    /// The three digits.
    code: u16,
    /// The enhanced status code (RFC 3463), where there is one.
    enhanced: Option<String>,
    /// The text, at most 200 characters.
    text: String,
}

/// Another submission port of the same server, tried without a password.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OtherPort)]
pub struct OtherPortView {
    /// The port.
    #[schema(value_type = schema::PortNumber)]
    port: Port,
    /// The encryption with which it was tried.
    #[schema(value_type = schema::SecurityWord)]
    security: Security,
    /// Whether a mail server greeted there.
    answers: bool,
}

impl From<OtherPort> for OtherPortView {
    fn from(other: OtherPort) -> Self {
        Self {
            port: other.port,
            security: other.security,
            answers: other.answers,
        }
    }
}

impl StageView {
    /// A report; of the operator's own server no details are told.
    pub fn of(report: StageReport, by_portal: bool) -> Self {
        Self {
            stage: report.stage,
            outcome: match report.result {
                Outcome::Passed => "passed",
                Outcome::Skipped => "skipped",
                Outcome::Failed(_) => "failed",
            },
            ms: report.ms,
            fault: report.fault().map(|fault| fault_view(fault, by_portal)),
            detail: detail(report.detail).filter(|_| !by_portal),
        }
    }
}

/// A name's addresses are told once something is known of them: until then, and where nobody answers at all, they are
/// left out, because an address that policy refuses shows none and must look the same.
pub fn without_unanswered(mut reports: Vec<StageReport>) -> Vec<StageReport> {
    let answered = |report: &StageReport| {
        report.stage == Stage::Connect && report.fault() != Some(&Fault::ConnectTimeout)
    };
    if !reports.iter().any(answered) {
        for report in reports.iter_mut().filter(|report| report.stage == Stage::Dns) {
            report.detail = Detail::Nothing;
        }
    }
    reports
}

fn fault_view(fault: &Fault, by_portal: bool) -> FaultView {
    FaultView {
        key: fault.key(),
        reply: fault.reply().filter(|_| !by_portal).map(|reply| ReplyView {
            code: reply.code,
            enhanced: reply.enhanced.map(|code| code.to_string()),
            text: reply.text.clone(),
        }),
    }
}

fn detail(detail: Detail) -> Option<DetailView> {
    let nothing = DetailView::default();
    Some(match detail {
        Detail::Nothing => return None,
        Detail::Addresses { list } => DetailView {
            addresses: Some(list),
            ..nothing
        },
        Detail::Peer { address } => DetailView {
            peer: Some(address),
            ..nothing
        },
        Detail::Tls(tls) => DetailView {
            tls: Some(TlsView {
                version: tls.version,
                cipher: tls.cipher,
                certificate: tls.certificate.map(|certificate| CertificateView {
                    subject: certificate.subject,
                    issuer: certificate.issuer,
                    names: certificate.names,
                    not_before: certificate.not_before,
                    not_after: certificate.not_after,
                }),
            }),
            ..nothing
        },
        Detail::Extensions { list, .. } => DetailView {
            extensions: Some(list),
            ..nothing
        },
        Detail::Mechanism { name } => DetailView {
            mechanism: Some(name),
            ..nothing
        },
        Detail::Answer { text } => DetailView {
            answer: Some(text),
            ..nothing
        },
    })
}
