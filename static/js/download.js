// "Download PNG": the script that makes pictures is fetched when one is wanted.

import { drawnApart } from "./charts.js";
import { word } from "./words.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-download]");
  if (!button) return;
  try {
    const { save } = await import("./picture.js");
    await save(button, drawnApart);
  } catch {
    document.getElementById("news").textContent = word("no_picture");
  }
});
