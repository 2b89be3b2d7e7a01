// A native dialog: the backdrop and Cancel close it, and one that the server sent opens by itself.
import { Controller } from '@hotwired/stimulus';

export default class extends Controller {
  connect() {
    if (this.element.dataset.show !== undefined && !this.element.open) this.element.showModal();
  }

  open() {
    this.element.showModal();
  }

  close() {
    this.element.close();
  }

  backdrop(event) {
    if (event.target !== this.element) return;
    const box = this.element.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.element.close();
  }
}
