//! How a command ends: with an answer, or without having been able to give one.

use std::io;
use std::path::Path;

use lianlian::{ConfigError, KeyError, MessageError, PayLoadError, SignError, VerifyError};
use lianlian_sandbox::{SandboxError, SettingsError};

/// What a command that could do its work found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is so, or it is done: exit status 0.
    Yes,
    /// It is not so; why was told on standard error: exit status 1.
    No,
}

/// Why a command could not do its work: exit status 2.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Failure {
    /// A file or standard input cannot be read.
    #[error("{name}: cannot be read: {reason}")]
    Read {
        /// The file as it was given, or what stands for standard input.
        name: String,
        /// What the system says.
        reason: io::Error,
    },
    /// A file or standard output cannot be written.
    #[error("{name}: cannot be written: {reason}")]
    Write {
        /// The file as it was given, or what stands for standard output.
        name: String,
        /// What the system says.
        reason: io::Error,
    },
    /// The folder of a spec is not there, or is no folder.
    #[error(
        "{folder}: there is no such folder; give the folder that holds the spec's gateway.json"
    )]
    NoSpec {
        /// The folder as it was given.
        folder: String,
    },
    /// The folder of an overlay is not there, or is no folder.
    #[error("{folder}: there is no such folder to lay over the spec")]
    NoOverlay {
        /// The folder as it was given.
        folder: String,
    },
    /// A spec has mistakes, which were shown, and so cannot be worked with.
    #[error("{folder}: a spec with mistakes cannot be compared; correct them first")]
    Mistakes {
        /// The folder as it was given.
        folder: String,
    },
    /// What was read is no message.
    #[error("{name}: {reason}")]
    Message {
        /// Where the message came from.
        name: String,
        /// What is wrong with it.
        reason: MessageError,
    },
    /// A key is not what it should be.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A key file was given where a shared secret belongs.
    #[error(
        "{file}: this is a PEM file, but the scheme MD5 works with the secret that merchant and \
         gateway share; give a file that holds nothing else, or another --scheme"
    )]
    KeyAsSecret {
        /// The file as it was given.
        file: String,
    },
    /// The message could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A message could not be encrypted, or what was read is no `pay_load`.
    #[error("{name}: {reason}")]
    PayLoad {
        /// Where it came from.
        name: String,
        /// What is wrong.
        reason: PayLoadError,
    },
    /// A JSON body without a `pay_load`.
    #[error(
        "{name}: the JSON has no text member `pay_load`; give the body of an encrypted call, or the \
         text of its pay_load alone"
    )]
    NoPayLoad {
        /// Where the body came from.
        name: String,
    },
    /// The key does not go with the scheme.
    #[error(transparent)]
    Verifier(#[from] VerifyError),
    /// The sandbox does not start.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The sandbox's settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// What was asked for cannot be done as it was asked for.
    #[error("{0}")]
    Usage(String),
    /// No client can be made of the settings.
    #[error(transparent)]
    Client(#[from] ConfigError),
    /// The demo could not be played to its end.
    #[error("the demo stopped: {0}")]
    Demo(String),
    /// Something that the shell takes for granted did not hold.
    #[error("{0}; this is a fault of lianlian, please report it")]
    Fault(String),
}

impl Failure {
    /// A file that cannot be read.
    pub(crate) fn read(file: &Path, reason: io::Error) -> Self {
        Self::Read { name: file.display().to_string(), reason }
    }

    /// A file that cannot be written.
    pub(crate) fn write(file: &Path, reason: io::Error) -> Self {
        Self::Write { name: file.display().to_string(), reason }
    }
}
