//! The program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    fengqiao::cli::main()
}
