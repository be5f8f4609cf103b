//! A program that a test starts: its lines are kept, and it never outlives the test.

use crate::Outcome;
use std::process::{Command as Blocking, Stdio};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};

/// A program under way, with everything that it started itself.
pub struct Process {
    name: String,
    child: Child,
    id: u32,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    /// Starts it, in a process group of its own.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(name: &str, command: &mut Command) -> Outcome<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn().map_err(|error| format!("{name} did not start: {error}"))?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        keep(child.stdout.take(), &lines);
        keep(child.stderr.take(), &lines);
        let id = child.id().ok_or("it ended at once")?;
        Ok(Self { name: name.to_owned(), child, id, lines })
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it has printed so far.
    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().expect("no thread panics with the lines").clone()
    }

    /// Waits for a line with `mark` in it, and gives what follows the mark.
    ///
    /// # Errors
    /// The line does not come, or the program ends.
    pub async fn says(&mut self, mark: &str) -> Outcome<String> {
        let (lines, name) = (self.lines.clone(), self.name.clone());
        let child = &mut self.child;
        let said = crate::wait::until(&format!("`{mark}` from {name}"), async || {
            let found = lines.lock().expect("as above").iter().find_map(|line| Some(line.split_once(mark)?.1.trim().to_owned()));
            if let (None, Some(status)) = (&found, child.try_wait()?) {
                return Ok(Some(Err(status)));
            }
            Ok(found.map(Ok))
        })
        .await;
        match said {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(status)) => Err(format!("{} ended with {status}:\n{}", self.name, self.lines().join("\n")).into()),
            Err(error) => Err(format!("{error}\n{}", self.lines().join("\n")).into()),
        }
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Errors
    /// It does not listen.
    pub async fn stop(mut self) -> Outcome {
        signal("-TERM", &self.id.to_string());
        let child = &mut self.child;
        crate::wait::until(&format!("{} to end", self.name), async || Ok(child.try_wait()?)).await?;
        Ok(())
    }

    /// Ends it in the middle of whatever it does.
    ///
    /// # Errors
    /// It cannot be waited for.
    pub async fn kill(mut self) -> Outcome {
        signal("-KILL", &self.id.to_string());
        self.child.wait().await?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Its children too: a driver that is killed leaves its browser behind.
        signal("-KILL", &format!("-{}", self.id));
    }
}

fn signal(name: &str, target: &str) {
    // It fails when there is nobody left to hear it.
    let _ = Blocking::new("kill").args([name, "--", target]).stderr(Stdio::null()).status();
}

fn keep(output: Option<impl AsyncRead + Unpin + Send + 'static>, lines: &Arc<Mutex<Vec<String>>>) {
    let (Some(output), lines) = (output, lines.clone()) else { return };
    tokio::spawn(async move {
        let mut reader = BufReader::new(output).lines();
        while let Ok(Some(line)) = reader.next_line().await {
            lines.lock().expect("as above").push(line);
        }
    });
}
