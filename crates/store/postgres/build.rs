//! A new migration is part of the program without a `cargo clean`.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
