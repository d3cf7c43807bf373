//! Fengqiao (枫桥): a chatbot gateway to community legal services.

pub mod channels;
pub mod cli;
pub mod domain;
pub mod engine;
pub mod intent;
pub mod tomlfile;
