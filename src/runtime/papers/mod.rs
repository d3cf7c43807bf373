//! Papers as people print them: HTML for a browser and .docx for an office program.
//!
//! Must not know cases: a paper comes as a value and every word that stands on it comes along.

mod boxes;
mod docx;
mod html;

pub use docx::docx;
pub use html::html;
