//! The program as a browser and an operator see it: the real process, real servers, real files.

mod support;

mod settings;
