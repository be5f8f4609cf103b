// What a page may do with the events: say what has happened, and take the centre away when it is closed.

const centre = document.querySelector("recourse-centre");
const told = document.querySelector("#told");
centre.addEventListener("filed", (event) => {
  told.textContent = `Votre demande ${event.detail.reference} est bien arrivée.`;
});
centre.addEventListener("closed", () => {
  centre.hidden = true;
});
