//! The servers that the kit starts, each shown to work by clients that are not ours as well.

mod certificates;
mod common;
mod dovecot;
mod exchange;
mod exim;
mod orphans;
mod postfix;
mod postgres;
mod smtp_sink;
mod tally;
