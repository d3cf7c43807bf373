//! The web chat through real HTTP and in a real browser, in front of a desk that keeps everything in memory.

mod desk;
mod headers;
mod invitation;
mod live;
mod posting;
mod seen;
mod window;
