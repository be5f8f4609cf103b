//! Running other programs: what is said before a long step, and what when one fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

/// A failure in words for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// The folder of the clone.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_path_buf()
}

/// Cargo's target folder: the one that this program was built into.
pub fn target_dir() -> Outcome<PathBuf> {
    let own = env::current_exe().map_err(|e| format!("the path of this program is unknown: {e}"))?;
    own.parent().and_then(Path::parent).map(Path::to_path_buf).ok_or_else(|| "this program lies outside a target folder".into())
}

/// A command that runs in the clone.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    // Trunk takes any other value than true or false for a fault.
    command.current_dir(root()).env_remove("NO_COLOR");
    command
}

/// Cargo itself, the one that runs this program.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a step to its end, with its name and time.
pub fn step(what: &str, command: &mut Command) -> Outcome {
    println!("\n→ {what}");
    let began = Instant::now();
    let status = command.status().map_err(|e| format!("{what}: {} did not start: {e}", program(command)))?;
    if !status.success() {
        return Err(format!("{what}: `{}` ended with {status}", line(command)));
    }
    println!("✓ {what} ({:.0} s)", began.elapsed().as_secs_f32());
    Ok(())
}

/// What a program prints, or nothing when it is absent or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program lies on the search path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    std::iter::once(program(command)).chain(args).collect::<Vec<_>>().join(" ")
}

/// Reads a file, and names it when that fails.
pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// Writes a file, and names it when that fails.
pub fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// Removes a file, and names it when that fails.
pub fn remove(path: &Path) -> Outcome {
    fs::remove_file(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The files of a folder, by name.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    Ok(found)
}
