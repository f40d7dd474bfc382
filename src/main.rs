//! The `yusuan` binary.
fn main() {}
