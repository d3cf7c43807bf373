//! Has the program built anew when a migration is added; what is compiled in would not notice by itself.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
