//! The data files as the build found them: lists of file name and text.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
